#ifndef NETLOOM_WINOGRAD_OPS_H_
#define NETLOOM_WINOGRAD_OPS_H_

namespace netloom {

/** Makes the ops known to TensorFlow, once; false where the processor cannot run them. Throws Failure. */
bool defineWinogradOps();

}  // namespace netloom

#endif  // NETLOOM_WINOGRAD_OPS_H_
