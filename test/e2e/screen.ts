import { AxeBuilder } from '@axe-core/playwright';
import type { RunningApp } from './app';

/** Size of the window's content, px. */
export interface ScreenSize {
  readonly width: number;
  readonly height: number;
}

/** Gives the window this size and waits until the page has taken it. */
export async function resize({ electron, page }: RunningApp, { width, height }: ScreenSize): Promise<void> {
  await electron.evaluate(
    ({ BrowserWindow }, given) => {
      const [window] = BrowserWindow.getAllWindows();
      window?.unmaximize();
      window?.setContentSize(given.width, given.height);
    },
    { width, height },
  );
  await page.waitForFunction((given) => innerWidth === given.width && innerHeight === given.height, { width, height });
}

/** Waits for fonts and for every animation of the window (220 ms at most) to end. */
export async function settled({ page }: Pick<RunningApp, 'page'>): Promise<void> {
  await page.evaluate(async () => {
    await document.fonts.ready;
    await new Promise((done) => setTimeout(done, 250));
    await Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => {})));
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  });
}

/** Answers the next "Open…" with this file; the system's dialog cannot be clicked from here. */
export async function openFile({ electron, page }: RunningApp, path: string): Promise<void> {
  await electron.evaluate(({ dialog }, given) => {
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [given] });
  }, path);
  await page.keyboard.press('Control+O');
}

/**
 * What axe has to say of the page or of one part: one line an element, WCAG A and AA. Empty when all is well.
 * @param colours only the rules that depend on the theme
 */
export async function violations(
  { page }: Pick<RunningApp, 'page'>,
  { part, colours = false }: { part?: string; colours?: boolean } = {},
): Promise<string[]> {
  // Electron has no second page to run axe in, which is what the legacy mode is for.
  const axe = new AxeBuilder({ page }).setLegacyMode(true);
  if (part) axe.include(part);
  if (colours) axe.withRules(['color-contrast', 'link-in-text-block']);
  else axe.withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']);
  const results = await axe.analyze();
  return results.violations.flatMap(({ id, nodes }) =>
    nodes.map(
      ({ target, html, any, all, none }) =>
        `${id}: ${target.join(' ')}: ${html.slice(0, 160)}: ${[...any, ...all, ...none].map(({ message }) => message).join('; ')}`,
    ),
  );
}

/** Elements that are wider inside than outside and can be scrolled or pushed sideways: empty when all fits. */
export function overflowing({ page }: Pick<RunningApp, 'page'>): Promise<string[]> {
  return page.evaluate(() => {
    const root = document.documentElement;
    const found = root.scrollWidth > root.clientWidth ? [`document ${root.scrollWidth} in ${root.clientWidth}`] : [];
    for (const element of document.querySelectorAll<HTMLElement>('body *')) {
      // A strip of tabs is meant to be longer than its place: arrow keys walk it.
      if (element.role === 'tablist') continue;
      const { overflowX } = getComputedStyle(element);
      if (overflowX !== 'auto' && overflowX !== 'scroll') continue;
      if (element.scrollWidth <= element.clientWidth + 1) continue;
      found.push(
        `${element.tagName.toLowerCase()}.${element.className}: ${element.scrollWidth} in ${element.clientWidth}`,
      );
    }
    return found;
  });
}
