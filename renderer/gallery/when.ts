const DAY = 86_400_000;

/** `Today 14:32`, `Yesterday`, `18 Nov`, `3 Jan 2025`: how long ago a person would say it was. `now` in ms. */
export function formatWhen(time: number, now = Date.now()): string {
  const date = new Date(time);
  const midnight = new Date(now).setHours(0, 0, 0, 0);
  if (time >= midnight) return `Today ${date.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })}`;
  if (time >= midnight - DAY) return 'Yesterday';
  const year = date.getFullYear() === new Date(now).getFullYear() ? {} : { year: 'numeric' as const };
  return date.toLocaleDateString('en-GB', { day: 'numeric', month: 'short', ...year });
}
