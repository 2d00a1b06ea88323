import { version } from '../../package.json';

export const NETLOOM_VERSION: string = version;
