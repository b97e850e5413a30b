/**
 * Status lists (状态名单) as the rules see them: keys, reasons, answers, and the snapshot that is asked. Values and contracts only;
 * the files behind them are {@code lists.store}. Imports what {@code parameters} may; any thread.
 */
package org.etclane.lane.parameters.lists;
