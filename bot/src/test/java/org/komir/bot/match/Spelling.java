package org.komir.bot.match;

/** The ways in which one person is written. Chinese is one spelling in two forms: what a paper has, and what newspapers make of it. */
enum Spelling {
    CYRILLIC,
    ARABIC,
    LATIN,
    RUSSIAN,
    PINYIN,
    CHINESE
}
