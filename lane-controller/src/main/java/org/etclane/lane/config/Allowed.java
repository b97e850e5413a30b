package org.etclane.lane.config;

import java.util.ArrayList;
import java.util.List;
import org.etclane.device.spi.Problem;
import org.etclane.device.spi.Text;

/** A {@link Shape} in words, for the "allowed" part of a problem. */
final class Allowed {
    private Allowed() {
    }

    static Text of(Shape shape) {
        return switch (shape) {
            case Shape.Words words -> words(words);
            case Shape.Whole whole -> whole(whole);
            case Shape.Flag ignored -> new Text("true or false", "true或false");
            case Shape.OneOf oneOf -> oneOf(oneOf.names());
            case Shape.File ignored -> new Text("a file path, relative to the folder of this file or absolute",
                    "文件路径，绝对路径或相对于本文件所在目录");
            case Shape.Zone ignored -> new Text("a time zone such as Asia/Shanghai or +08:00", "时区，如Asia/Shanghai或+08:00");
            case Shape.Rows rows -> new Text("a list" + (rows.max() < Integer.MAX_VALUE ? " of at most " + rows.max() : "") + ": "
                    + of(rows.element()).english(), "列表" + (rows.max() < Integer.MAX_VALUE ? "，最多" + rows.max() + "项" : "") + "："
                    + of(rows.element()).chinese());
            case Shape.Table table -> oneOf(table.keys().names());
            case Shape.Section section -> oneOf(section.fields().stream().map(Shape.Field::name).toList());
            case Shape.Device device when device.byType().isEmpty() -> new Text("nothing: no driver for it is on the class path",
                    "不能配置：没有可用的驱动");
            case Shape.Device device -> new Text("a section with type: " + String.join(" | ", device.byType().keySet()),
                    "含type的配置段：" + String.join("、", device.byType().keySet()));
        };
    }

    static Text oneOf(List<String> names) {
        return new Text(String.join(", ", names), String.join("、", names));
    }

    static Text advice(Problem.Kind kind, Shape shape) {
        if (kind == Problem.Kind.WRONG_TYPE && shape instanceof Shape.Whole) {
            return new Text("digits only, without unit, point or leading zero", "只写数字，不带单位、小数点或前导零");
        }
        if (kind == Problem.Kind.WRONG_TYPE && shape instanceof Shape.Words) {
            return new Text("put the text in quotes", "将文字放在引号中");
        }
        return new Text("correct the value", "请改正该值");
    }

    private static Text words(Shape.Words words) {
        List<String> english = new ArrayList<>();
        List<String> chinese = new ArrayList<>();
        if (!words.formWords().english().isEmpty()) {
            english.add(words.formWords().english());
            chinese.add(words.formWords().chinese());
        }
        if (words.max() < Long.MAX_VALUE && words.form().isEmpty()) {
            english.add(words.min() + "–" + words.max() + " characters");
            chinese.add(words.min() + "–" + words.max() + "个字符");
        } else if (words.min() > 0 && words.form().isEmpty()) {
            english.add("at least " + words.min() + " characters");
            chinese.add("至少" + words.min() + "个字符");
        }
        if (words.gbkBytes() > 0) {
            english.add("at most " + words.gbkBytes() + " bytes in GBK");
            chinese.add("GBK编码最多" + words.gbkBytes() + "字节");
        }
        return english.isEmpty() ? new Text("a text", "文字") : new Text(String.join(", ", english), String.join("，", chinese));
    }

    private static Text whole(Shape.Whole whole) {
        String least = whole.min() <= Integer.MIN_VALUE ? "" : Long.toString(whole.min());
        String most = whole.max() == Long.MAX_VALUE || whole.max() == Integer.MAX_VALUE ? "" : Long.toString(whole.max());
        if (least.isEmpty() && most.isEmpty()) {
            return new Text("a whole number", "整数");
        }
        return new Text("a whole number " + least + "–" + most, "整数 " + least + "–" + most);
    }
}
