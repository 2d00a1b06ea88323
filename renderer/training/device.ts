import type { Bridge, Settings } from '../../electron/bridge';
import type { Ask } from '../../engine/protocol';
import type { Trainer } from './trainer.svelte';

export type DeviceChoice = NonNullable<Ask<'hello'>['device']> | 'auto';

export const DEVICES: readonly { readonly value: DeviceChoice; readonly label: string }[] = [
  { value: 'auto', label: 'Automatic' },
  { value: 'gpu', label: 'GPU' },
  { value: 'cpu', label: 'CPU' },
  { value: 'portable', label: 'Portable, slow' },
];

/** Takes the device that settings remember; before the engine is connected. */
export function readDevice(settings: Pick<Settings, 'choices'>, trainer: Trainer): void {
  const { device } = settings.choices;
  trainer.wanted = device === 'gpu' || device === 'cpu' || device === 'portable' ? device : undefined;
}

/** Computes on another device from now on: TensorFlow takes one for the life of its process, so the engine restarts. */
export async function chooseDevice(bridge: Bridge, trainer: Trainer, choice: DeviceChoice): Promise<void> {
  trainer.wanted = choice === 'auto' ? undefined : choice;
  await bridge.changeSettings({ choices: { device: choice } });
  await bridge.restartEngine();
}
