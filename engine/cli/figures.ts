import { shareText } from './table';

/** `loss 0.0312  accuracy 98.98 %`. */
export const figuresText = (figures: Readonly<Record<string, number>>): string =>
  Object.entries(figures)
    .map(([name, value]) => `${name} ${/accuracy/i.test(name) ? shareText(value) : value.toFixed(4)}`)
    .join('  ');
