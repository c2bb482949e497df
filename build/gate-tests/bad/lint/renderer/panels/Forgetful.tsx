// refused: useExhaustiveDependencies
import { useEffect } from "react";

export function Forgetful(props: { level: number; show(level: number): void }) {
  useEffect(() => {
    props.show(props.level);
  }, []);
  return null;
}
