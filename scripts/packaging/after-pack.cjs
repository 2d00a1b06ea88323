/**
 * electron-builder calls this for a packed app: TensorFlow's library, a link into the cache in a checkout, is copied
 * to where the binding looks for it. The headers are only for compiling and stay out.
 */
const { cpSync, existsSync, mkdirSync, realpathSync } = require('node:fs');
const { join } = require('node:path');

exports.default = async function copyLibrary({ appOutDir, packager }) {
  const deps = join(packager.projectDir, 'node_modules', '@tensorflow', 'tfjs-node-gpu', 'deps');
  if (!existsSync(deps)) return;
  const resources = packager.getResourcesDir(appOutDir);
  const target = join(resources, 'app.asar.unpacked', 'node_modules', '@tensorflow', 'tfjs-node-gpu', 'deps');
  mkdirSync(target, { recursive: true });
  cpSync(join(realpathSync(deps), 'lib'), join(target, 'lib'), { recursive: true, verbatimSymlinks: true });
};
