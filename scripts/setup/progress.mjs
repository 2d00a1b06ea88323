/** Progress on stderr: one line a stage, with its seconds; on a terminal the line lives while the stage runs. */
const out = process.stderr;

/** 273829956 → "274 MB". Decimal units, as package registries and disks use them. */
export function formatSize(bytes) {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${value < 9.95 && unit > 0 ? value.toFixed(1) : Math.round(value)} ${units[unit]}`;
}

/** 83456 ms → "1 min 23 s", 4321 ms → "4.3 s". */
export function formatTime(milliseconds) {
  const seconds = milliseconds / 1000;
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

/** One plain line. */
export function say(text) {
  out.write(`${text}\n`);
}

/**
 * Runs one stage and prints its line. `work` gets a `note` function for what it is doing at the moment;
 * the text that it resolves to is printed behind the title.
 */
export async function stage(title, work) {
  const start = performance.now();
  let note = '';
  const draw = () => {
    const text = `  … ${title}${note ? `: ${note}` : ''}  ${formatTime(performance.now() - start)}`;
    out.write(`\r\x1b[2K${text.slice(0, (out.columns ?? 80) - 1)}`);
  };
  const timer = out.isTTY ? setInterval(draw, 250) : null;
  if (out.isTTY) draw();
  const finish = (mark, detail) => {
    clearInterval(timer);
    if (out.isTTY) out.write('\r\x1b[2K');
    say(`  ${mark} ${title}${detail ? `: ${detail}` : ''}  (${formatTime(performance.now() - start)})`);
  };
  try {
    const detail = await work((text) => {
      note = text;
    });
    finish('✓', detail);
  } catch (error) {
    finish('✗', '');
    throw error;
  }
}
