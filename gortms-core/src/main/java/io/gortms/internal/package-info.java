/** The broker in this JVM: wiring and the order of steps. */
@NullMarked
package io.gortms.internal;

import org.jspecify.annotations.NullMarked;
