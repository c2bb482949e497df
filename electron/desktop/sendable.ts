/**
 * A message as another process can take it. Memory that threads share stays in its process, and a view is sent with all
 * of its buffer: both are replaced by copies of their own. The message itself is left as it is.
 */
export function sendable(message: unknown): unknown {
  if (typeof message !== "object" || message === null) return message;
  if (ArrayBuffer.isView(message)) return ownBuffer(message);
  if (Array.isArray(message)) return message.map(sendable);
  return Object.fromEntries(Object.entries(message).map(([key, value]) => [key, sendable(value)]));
}

function ownBuffer(view: ArrayBufferView): ArrayBufferView {
  const isWhole = view.buffer instanceof ArrayBuffer && view.byteLength === view.buffer.byteLength;
  if (isWhole || view instanceof DataView) return view;
  // Every view but a DataView is a typed array, and their constructors copy one another.
  const Kind = view.constructor as new (from: ArrayBufferView) => ArrayBufferView;
  return new Kind(view);
}
