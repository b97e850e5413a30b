package org.etclane.sim.bench.vm;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names of the packages of one kernel, as {@code apt-cache depends} tells them. Pure.
 *
 * @param release "6.1.0-56-amd64"
 * @param binary  packages that are unpacked
 * @param source  "linux-source-6.1"
 */
record DebianKernel(String release, List<String> binary, String source) {
    private static final Pattern DEPENDS = Pattern.compile("(?m)^\\s*\\|?Depends: (\\S+)$");

    DebianKernel {
        binary = List.copyOf(binary);
    }

    /**
     * @param image   of linux-image-amd64
     * @param headers of linux-headers-RELEASE
     * @param source  of linux-source
     * @throws IllegalArgumentException when a name is not among them
     */
    static DebianKernel of(String image, String headers, String source) {
        String imagePackage = one(image, "linux-image-\\d\\S*");
        String release = release(image);
        List<String> binary = new ArrayList<>(List.of(imagePackage, "linux-headers-" + release));
        depends(headers).stream().filter(name -> name.matches("linux-(headers|kbuild)-\\S+")).forEach(binary::add);
        if (binary.size() < 4) {
            throw new IllegalArgumentException("linux-headers-" + release + " depends on " + depends(headers)
                    + ", looked for linux-headers-…-common and linux-kbuild-…");
        }
        binary.add("busybox-static");
        return new DebianKernel(release, binary, one(source, "linux-source-\\d\\S*"));
    }

    static String release(String image) {
        return one(image, "linux-image-\\d\\S*").substring("linux-image-".length());
    }

    List<String> packages() {
        List<String> all = new ArrayList<>(binary);
        all.add(source);
        return all;
    }

    private static String one(String output, String pattern) {
        return depends(output).stream().filter(name -> name.matches(pattern)).findFirst().orElseThrow(() ->
                new IllegalArgumentException("no package " + pattern + " among " + depends(output)));
    }

    private static List<String> depends(String output) {
        List<String> names = new ArrayList<>();
        Matcher found = DEPENDS.matcher(output);
        while (found.find()) {
            names.add(found.group(1));
        }
        return names;
    }
}
