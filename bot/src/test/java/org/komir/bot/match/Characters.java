package org.komir.bot.match;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Writes a name in Chinese characters, syllable by syllable. Where several are in use, one is drawn. */
final class Characters {
    private static final String[] RIMES = {"a", "ä", "e", "i", "o", "u", "an", "en", "in", "un"};
    /** An onset, then for each rime the characters in use; {@code -} is none. */
    private static final String[] ONSETS = {
        "- 阿 艾 叶 依伊 奥 吾乌 安 恩 因 温",
        "b 巴 拜 别 比毕 波博 布 班 本 宾 本",
        "p 帕 派 佩 皮 颇 普 潘 盆 品 蓬",
        "m 马玛 买麦 麦 米 莫 木穆 曼 门 民 蒙",
        "f 法 法 菲 菲 佛 福 凡 芬 芬 丰",
        "w 瓦 外 韦 维 沃 吾 万 文 温 文",
        "t 塔 台 铁 提 托 图吐 坦 滕 廷 吞",
        "d 达 代 德 迪 多 杜都 丹 登 丁 敦",
        "n 纳娜 乃 涅 尼 诺 努 南 嫩 宁 农",
        "l 拉 来 列 里 洛 鲁 兰 伦 林 伦",
        "r 热 热 热 日里 罗 如 然 仁 林 伦",
        "g 尕 盖 格 吉 郭 古 甘 根 金 贡",
        "k 喀卡 凯 克 克 科 库 坎 肯 肯 昆",
        "q 卡哈 卡 克 克 阔 库 坎 肯 肯 昆",
        "ğ 哈尕 哈 格 格 郭 古 汗 根 根 贡",
        "x 哈 海 海 希 霍 胡 汗 恒 欣 洪",
        "h 哈 艾 赫 希 霍 胡 汗 恒 欣 洪",
        "j 加 杰 杰 吉 焦 居 江 坚 金 军",
        "ch 恰 恰 切 其 乔 曲 强 钱 钦 群",
        "s 萨 赛 色 斯西 索 苏 桑 森 辛 孙",
        "z 扎 再 则 孜 佐 祖 赞 增 津 尊",
        "sh 沙夏 夏 谢 什希 肖 舒 山 先 欣 顺",
        "y 亚 亚 叶 依 约 玉 杨 延 音 云",
    };

    private static final Map<String, String> ROUNDED = Map.of("é", "e", "ı", "i", "ö", "o", "ü", "u");
    private static final Map<String, String> CLOSING = Map.ofEntries(
            Map.entry("b", "甫布"),
            Map.entry("p", "甫普"),
            Map.entry("t", "提特"),
            Map.entry("d", "提德"),
            Map.entry("k", "克"),
            Map.entry("q", "克合"),
            Map.entry("g", "格"),
            Map.entry("ğ", "格"),
            Map.entry("l", "勒力"),
            Map.entry("r", "尔"),
            Map.entry("m", "木姆"),
            Map.entry("s", "斯"),
            Map.entry("z", "孜"),
            Map.entry("sh", "什西"),
            Map.entry("ch", "奇"),
            Map.entry("x", "合"),
            Map.entry("h", "合"),
            Map.entry("f", "夫"),
            Map.entry("w", "吾"),
            Map.entry("y", "依"),
            Map.entry("j", "吉"),
            Map.entry("n", "恩"),
            Map.entry("ng", "恩"));

    private static final Map<String, String> SYLLABLES = syllables();

    private Characters() {}

    private static Map<String, String> syllables() {
        Map<String, String> table = new HashMap<>();
        for (String line : ONSETS) {
            String[] row = line.split(" ");
            for (int i = 0; i < RIMES.length; i++) {
                table.put((row[0].equals("-") ? "" : row[0]) + RIMES[i], row[i + 1]);
            }
        }
        return Map.copyOf(table);
    }

    static String of(Phonemes name, RandomGenerator random) {
        List<String> sounds = name.sounds();
        StringBuilder text = new StringBuilder();
        for (int at = 0; at < sounds.size(); ) {
            boolean opens =
                    !name.isVowel(at) && name.isVowel(at + 1) && !sounds.get(at).equals("ng");
            if (!opens && !name.isVowel(at)) {
                boolean gul = sounds.get(at).equals("l")
                        && at > 0
                        && sounds.get(at - 1).equals("ü");
                text.append(gul ? "丽" : one(CLOSING.getOrDefault(sounds.get(at), ""), random));
                at++;
                continue;
            }
            String onset = opens ? sounds.get(at++) : "";
            String vowel = sounds.get(at++);
            String next = at < sounds.size() ? sounds.get(at) : "";
            boolean nasal = next.equals("ng") || (next.equals("n") && !name.isVowel(at + 1));
            at += nasal ? 1 : 0;
            String syllable = onset + rime(ROUNDED.getOrDefault(vowel, vowel), nasal);
            text.append(one(requireNonNull(SYLLABLES.get(syllable), syllable), random));
        }
        return text.toString();
    }

    private static String rime(String vowel, boolean nasal) {
        if (!nasal) {
            return vowel;
        }
        return switch (vowel) {
            case "a" -> "an";
            case "i" -> "in";
            case "o", "u" -> "un";
            default -> "en";
        };
    }

    private static String one(String characters, RandomGenerator random) {
        return characters.isEmpty()
                ? ""
                : new ArrayList<>(List.of(characters.split(""))).get(random.nextInt(characters.length()));
    }
}
