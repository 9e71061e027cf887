// The languages of the terminal, each named in itself.

export const LANGUAGE_NAMES = {
  ja: "日本語",
  en: "English",
  "zh-Hans": "简体中文",
  ko: "한국어",
  vi: "Tiếng Việt",
  pt: "Português",
};
