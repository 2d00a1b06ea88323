/** What TensorFlow, V8 and tfjs say when memory cannot be had. */
const SIGNS = [
  /resource.?exhausted|TF_Status: 8\b/i,
  /\bOOM\b/,
  /array buffer allocation failed/i,
  /invalid (typed )?array length/i,
];

/** Whether an error says that memory ran out: TensorFlow's RESOURCE_EXHAUSTED, or an array that cannot be made. */
export function isOutOfMemory(error: unknown): boolean {
  const { code = '' } = (error ?? {}) as { code?: unknown };
  const text = error instanceof Error ? `${code} ${error.name} ${error.message}` : String(error);
  return SIGNS.some((sign) => sign.test(text));
}
