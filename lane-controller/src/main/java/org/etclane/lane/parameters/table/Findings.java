package org.etclane.lane.parameters.table;

import java.util.ArrayList;
import java.util.List;
import org.etclane.device.spi.Problem;
import org.etclane.device.spi.Text;

/** Gathers what is wrong, so that all of it can be told at once; of each file at most {@value #SHOWN} are kept. One thread. */
public final class Findings {
    public static final int SHOWN = 50;
    private static final int LONGEST_VALUE = 80;

    private final List<Problem> list = new ArrayList<>();
    private String file = "";
    private int ofFile;

    /** What follows is about this file. */
    public void in(String name) {
        told();
        file = name;
        ofFile = 0;
    }

    public void add(Problem.Kind kind, String key, int line, String value, Text what, Text allowed, Text advice) {
        ofFile++;
        if (ofFile <= SHOWN) {
            list.add(new Problem(kind, key.isEmpty() ? file : file.isEmpty() ? key : file + "/" + key, line, shortened(value), what, allowed,
                    advice));
        }
    }

    public boolean none() {
        return list.isEmpty() && ofFile == 0;
    }

    /** Everything, the number of what was not kept included. */
    public List<Problem> all() {
        told();
        ofFile = 0;
        return List.copyOf(list);
    }

    private void told() {
        if (ofFile > SHOWN) {
            int more = ofFile - SHOWN;
            list.add(new Problem(Problem.Kind.FILE_WRONG, file, 0, "", new Text("and " + more + " more", "另有" + more + "处"), Text.NONE,
                    Text.NONE));
        }
    }

    private static String shortened(String value) {
        return value.length() <= LONGEST_VALUE ? value : value.substring(0, LONGEST_VALUE) + "…";
    }
}
