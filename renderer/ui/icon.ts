import type { LucideProps } from '@lucide/svelte';
import type { Component } from 'svelte';

/** A lucide icon, imported one by one: `import Play from '@lucide/svelte/icons/play'`. */
export type IconComponent = Component<LucideProps>;
