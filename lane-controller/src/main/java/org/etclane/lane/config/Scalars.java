package org.etclane.lane.config;

import java.nio.charset.Charset;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.etclane.device.spi.Problem;
import org.etclane.device.spi.Text;

/** Single values: variables put in, then judged against their {@link Shape}. */
final class Scalars {
    static final String MASK = "***";
    static final Text NO_FILE = new Text("is not there or cannot be read", "文件不存在或无法读取");
    static final Text FILE_ADVICE = new Text("relative paths start at the folder of the configuration file",
            "相对路径以配置文件所在目录为起点");
    private static final Charset GBK = Charset.forName("GBK");

    private final Path base;
    private final Predicate<Path> readable;
    private final Function<String, Optional<String>> lookup;
    private final List<Problem> problems;

    Scalars(Path base, Predicate<Path> readable, Function<String, Optional<String>> lookup, List<Problem> problems) {
        this.base = base;
        this.readable = readable;
        this.lookup = lookup;
        this.problems = problems;
    }

    /** The same, for somebody else's problems. */
    Scalars reportingTo(List<Problem> others) {
        return new Scalars(base, readable, lookup, others);
    }

    Optional<Object> words(Shape.Words shape, YamlNode node, String path) {
        Optional<String> text = text(shape, node, path, shape.secret());
        if (text.isEmpty()) {
            return Optional.empty();
        }
        String shown = shape.secret() ? MASK : text.get();
        int length = text.get().codePointCount(0, text.get().length());
        if (length < shape.min() || length > shape.max()) {
            return wrong(Problem.Kind.OUT_OF_RANGE, node, path, shown, new Text("has " + length + " characters", "长度为" + length),
                    shape);
        }
        if (!shape.form().isEmpty() && !text.get().matches(shape.form())) {
            return wrong(Problem.Kind.WRONG_FORM, node, path, shown, new Text("has the wrong form", "格式不正确"), shape);
        }
        if (shape.gbkBytes() > 0 && !text.get().contains("{") && text.get().getBytes(GBK).length > shape.gbkBytes()) {
            int bytes = text.get().getBytes(GBK).length;
            return wrong(Problem.Kind.OUT_OF_RANGE, node, path, shown, new Text("takes " + bytes + " bytes in GBK",
                    "GBK编码占" + bytes + "字节"), shape);
        }
        return Optional.of(text.get());
    }

    Optional<Object> whole(Shape.Whole shape, YamlNode node, String path) {
        Optional<String> text = text(shape, node, path, false);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Optional<Long> number = number(text.get());
        if (number.isEmpty()) {
            return wrong(Problem.Kind.WRONG_TYPE, node, path, text.get(), new Text("is not a whole number", "不是整数"), shape);
        }
        if (number.get() < shape.min() || number.get() > shape.max()) {
            return wrong(Problem.Kind.OUT_OF_RANGE, node, path, text.get(), new Text("is out of range", "超出范围"), shape);
        }
        return Optional.of(shape.wide() ? (Object) number.get() : (Object) number.get().intValue());
    }

    Optional<Object> flag(YamlNode node, String path) {
        Optional<String> text = text(new Shape.Flag(), node, path, false);
        return text.flatMap(written -> switch (written) {
            case "true" -> Optional.of(true);
            case "false" -> Optional.of(false);
            default -> wrong(Problem.Kind.WRONG_TYPE, node, path, written, new Text("is neither true nor false", "不是true或false"),
                    new Shape.Flag());
        });
    }

    Optional<Object> oneOf(Shape.OneOf shape, YamlNode node, String path) {
        Optional<String> text = text(shape, node, path, false);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Optional<Object> constant = constant(shape, text.get());
        if (constant.isEmpty()) {
            problems.add(new Problem(Problem.Kind.NOT_ALLOWED, path, node.line(), text.get(), new Text("is not allowed", "不允许"),
                    Allowed.of(shape), Nearest.advice(text.get(), shape.names())));
        }
        return constant;
    }

    /** Relative paths are made absolute against the folder of the configuration file. */
    Optional<Object> file(Shape.File shape, YamlNode node, String path) {
        Optional<String> text = text(shape, node, path, false);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            if (!text.get().isBlank()) {
                Path file = base.resolve(text.get()).normalize();
                if (shape.mustExist() && !readable.test(file)) {
                    problems.add(new Problem(Problem.Kind.FILE_MISSING, path, node.line(), text.get(), NO_FILE,
                            Allowed.of(shape), FILE_ADVICE));
                    return Optional.empty();
                }
                return Optional.of(file);
            }
        } catch (InvalidPathException odd) {
            // reported below like an empty one
        }
        return wrong(Problem.Kind.WRONG_FORM, node, path, text.get(), new Text("is not a file path", "不是文件路径"), shape);
    }

    Optional<Object> zone(YamlNode node, String path) {
        Optional<String> text = text(new Shape.Zone(), node, path, false);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(ZoneId.of(text.get()));
        } catch (DateTimeException unknown) {
            return wrong(Problem.Kind.NOT_ALLOWED, node, path, text.get(), new Text("is not a time zone", "不是时区"),
                    new Shape.Zone());
        }
    }

    static Optional<Object> constant(Shape.OneOf shape, String written) {
        for (Object constant : shape.constants().getEnumConstants()) {
            if (Shape.nameOf(constant).equalsIgnoreCase(written.replace('_', '-'))) {
                return Optional.of(constant);
            }
        }
        return Optional.empty();
    }

    /** Decimal without leading zeros (YAML would read those as octal), or 0x and hexadecimal digits. */
    private static Optional<Long> number(String text) {
        if (text.matches("-?(0|[1-9][0-9]{0,17})")) {
            return Optional.of(Long.parseLong(text));
        }
        return text.matches("0[xX]\\p{XDigit}{1,15}") ? Optional.of(Long.parseLong(text.substring(2), 16)) : Optional.empty();
    }

    private Optional<String> text(Shape shape, YamlNode node, String path, boolean secret) {
        if (!(node instanceof YamlNode.Scalar scalar)) {
            return wrong(Problem.Kind.WRONG_TYPE, node, path, "", new Text("is not a single value", "不是单个值"), shape)
                    .map(Object::toString);
        }
        Variables.Resolved resolved = Variables.resolve(scalar.text(), lookup);
        for (String name : resolved.missing()) {
            problems.add(new Problem(Problem.Kind.UNRESOLVED_VARIABLE, path, node.line(), secret ? MASK : scalar.text(),
                    new Text("the variable " + name + " has no value", "变量" + name + "没有值"), Allowed.of(shape),
                    new Text("set the Java property " + name + " or the environment variable " + Variables.environmentName(name)
                            + ", or write a default: ${" + name + ":value}",
                            "设置Java属性" + name + "或环境变量" + Variables.environmentName(name) + "，或写默认值：${" + name + ":值}")));
        }
        return resolved.missing().isEmpty() ? Optional.of(resolved.text()) : Optional.empty();
    }

    private Optional<Object> wrong(Problem.Kind kind, YamlNode node, String path, String value, Text what, Shape shape) {
        problems.add(new Problem(kind, path, node.line(), value, what, Allowed.of(shape), Allowed.advice(kind, shape)));
        return Optional.empty();
    }
}
