/** What very many waiting messages and very many keys cost. */
@NullMarked
package io.gortms.proof.scale;

import org.jspecify.annotations.NullMarked;
