import { X } from "lucide-react";
import { useEffect } from "react";
import { useApp, useLog } from "#renderer/panels/app/context.ts";
import { dismissToast, type Toast } from "#renderer/stores/log.ts";
import { Button } from "#renderer/ui/Button.tsx";

/** How long a message stays, ms; errors stay longer, and nothing goes that the pointer rests on. */
const LIFE = { note: 3500, error: 12_000 } as const;

/** Messages over the window: what happened, what to do next. */
export function Toasts() {
  const toasts = useLog((state) => state.toasts);
  return (
    <div className="toasts">
      {toasts.map((toast) => (
        <OneToast key={toast.id} toast={toast} />
      ))}
    </div>
  );
}

function OneToast({ toast }: { toast: Toast }) {
  const { log } = useApp().stores;
  const { id, kind, text } = toast;
  useEffect(() => {
    const timer = setTimeout(() => dismissToast(log, id), LIFE[kind]);
    return () => clearTimeout(timer);
  }, [log, id, kind]);
  return (
    <div className={`toast ${kind}`} role={kind === "error" ? "alert" : "status"}>
      <span>{text}</span>
      <Button kind="quiet" icon={<X />} label="Dismiss" onClick={() => dismissToast(log, id)} />
    </div>
  );
}
