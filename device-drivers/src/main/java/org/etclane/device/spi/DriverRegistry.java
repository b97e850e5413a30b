package org.etclane.device.spi;

import java.io.UncheckedIOException;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;

/**
 * All drivers on the class path, by their {@code type}. Immutable once loaded; any thread. A provider that cannot be used is
 * refused together with the whole registry: a lane must not start with other drivers than its owner believes.
 */
public final class DriverRegistry {
    private static final String SERVICES = "META-INF/services/";
    private static final String TYPE_FORM = "[a-z0-9]+(-[a-z0-9]+)*";
    /** So many broken entries are enough for one message; a loader that never ends must not keep a lane from saying so. */
    private static final int MOST_BROKEN = 50;

    private final Map<String, DriverProvider<?>> byType;

    private DriverRegistry(Map<String, DriverProvider<?>> byType) {
        this.byType = Collections.unmodifiableMap(byType);
    }

    /**
     * Everything that stands in {@code META-INF/services/org.etclane.device.spi.DriverProvider} of a jar on the class path.
     *
     * @throws DriverException naming every provider that cannot be used, and the types that can
     */
    public static DriverRegistry load() {
        return load(DriverRegistry.class.getClassLoader());
    }

    /** As {@link #load()}, with what this loader sees. */
    public static DriverRegistry load(ClassLoader loader) {
        List<DriverProvider<?>> found = new ArrayList<>();
        List<String> broken = new ArrayList<>();
        Iterator<? extends DriverProvider<?>> all = providers(loader);
        boolean more = true;
        while (more && broken.size() < MOST_BROKEN) {
            try {
                more = all.hasNext();
                if (more) {
                    found.add(all.next());
                }
            } catch (ServiceConfigurationError | LinkageError unusable) { // the next one may be good
                broken.add(unusable.getMessage() + (unusable.getCause() == null ? "" : " (" + unusable.getCause() + ")"));
            }
        }
        if (!broken.isEmpty()) { // a loader's error names the class only
            broken.add("drivers were looked for in " + String.join(", ", places(loader)));
        }
        return of(found, broken);
    }

    private static List<String> places(ClassLoader loader) {
        try {
            return loader.resources(SERVICES + DriverProvider.class.getName())
                    .map(file -> file.getPath().replace("!/" + SERVICES + DriverProvider.class.getName(), "")).toList();
        } catch (UncheckedIOException unreadable) {
            return List.of("what cannot be read: " + unreadable.getMessage());
        }
    }

    /** Just these. @throws DriverException as {@link #load()} */
    public static DriverRegistry of(List<? extends DriverProvider<?>> providers) {
        return of(providers, new ArrayList<>());
    }

    private static DriverRegistry of(List<? extends DriverProvider<?>> providers, List<String> broken) {
        Map<String, DriverProvider<?>> byType = new TreeMap<>();
        for (DriverProvider<?> provider : providers) {
            complaint(provider).ifPresentOrElse(broken::add, () -> {
                DriverProvider<?> other = byType.putIfAbsent(provider.type(), provider);
                if (other != null) {
                    broken.add("type \"" + provider.type() + "\" is claimed by two drivers, " + origin(other) + " and "
                            + origin(provider) + ": remove one of them");
                }
            });
        }
        if (!broken.isEmpty()) {
            throw new DriverException("drivers on the class path cannot be used: " + String.join("; ", broken)
                    + ". Usable types: " + String.join(", ", byType.keySet()) + ". Remove or replace the jar, see drivers/");
        }
        return new DriverRegistry(byType);
    }

    /** In alphabetical order. */
    public List<String> types() {
        return List.copyOf(byType.keySet());
    }

    /** Those for this kind of device, in alphabetical order. */
    public List<DriverProvider<?>> providers(DeviceKind kind) {
        return byType.values().stream().filter(provider -> provider.kinds().contains(kind)).toList();
    }

    public Optional<DriverProvider<?>> find(String type) {
        return Optional.ofNullable(byType.get(type));
    }

    /** @throws DriverException with the types that are known */
    public DriverProvider<?> provider(String type) {
        return find(type).orElseThrow(() -> new DriverException("no driver of type \"" + type + "\" is on the class path; known: "
                + String.join(", ", byType.keySet()) + ". Write one of them, or put the driver's jar into drivers/"));
    }

    /** For messages: the type, the class and where it was loaded from. */
    public static String named(DriverProvider<?> provider) {
        return "driver \"" + provider.type() + "\" (" + origin(provider) + ")";
    }

    @SuppressWarnings({"rawtypes", "unchecked"}) // a service is looked up by its raw class; what is found is a DriverProvider<?>
    private static Iterator<? extends DriverProvider<?>> providers(ClassLoader loader) {
        return (Iterator) ServiceLoader.load(DriverProvider.class, loader).iterator();
    }

    private static Optional<String> complaint(DriverProvider<?> provider) {
        try {
            if (provider.type() == null || !provider.type().matches(TYPE_FORM)) {
                return Optional.of(origin(provider) + " has the type \"" + provider.type()
                        + "\", allowed: lower case letters, digits and hyphens");
            }
            if (provider.kinds().isEmpty()) {
                return Optional.of(named(provider) + " is for no kind of device");
            }
            if (!provider.settingsType().isRecord()) {
                return Optional.of(named(provider) + " has settings that are no record: " + provider.settingsType());
            }
            return Optional.empty();
        } catch (RuntimeException | LinkageError failed) { // a foreign jar, perhaps made for another version
            return Optional.of(origin(provider) + " fails when asked what it is: " + failed);
        }
    }

    private static String origin(DriverProvider<?> provider) {
        CodeSource source = provider.getClass().getProtectionDomain().getCodeSource();
        return provider.getClass().getName()
                + (source == null || source.getLocation() == null ? "" : " from " + source.getLocation().getPath());
    }
}
