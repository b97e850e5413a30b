/** The lane controller: knows tolls, nothing of bytes. */
package org.etclane.lane;
