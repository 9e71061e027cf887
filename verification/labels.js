// What the numbers in a code stand for: docs/page-code.md. A test holds both lists against the service's own.

/** Types of certificates: Japanese title, English explanation. */
export const TYPES = {
  1: ["住民票の写し", "Copy of the resident record"],
  2: ["住民票記載事項証明書", "Certificate of entries in the resident record"],
  3: ["印鑑登録証明書", "Seal registration certificate"],
  4: ["戸籍全部(個人)事項証明書", "Certificate of the family register"],
  5: ["戸籍の附票の写し", "Copy of the supplement to the family register"],
  6: ["所得課税証明書", "Certificate of income and taxation"],
  7: ["課税証明書", "Certificate of taxation"],
  8: ["非課税証明書", "Certificate of non-taxation"],
};

/** Labels of fields: Japanese as printed, English explanation. */
export const LABELS = {
  1: ["氏名", "name"],
  2: ["生年月日", "date of birth"],
  3: ["住所", "address"],
  4: ["世帯主", "head of the household"],
  5: ["本籍", "registered domicile"],
  6: ["筆頭者", "head of the register"],
  7: ["通称", "alias"],
  8: ["旧氏", "former surname"],
  9: ["年度", "fiscal year"],
  10: ["賦課期日の住所", "address on the date of assessment"],
  11: ["合計所得金額", "total income"],
  12: ["総所得金額等", "net income"],
  13: ["所得控除合計額", "deductions"],
  14: ["課税標準額", "taxable income"],
  15: ["市民税", "city tax"],
  16: ["県民税", "prefecture tax"],
  17: ["森林環境税（国税）", "forest tax"],
  18: ["年税額合計", "tax of the year"],
  19: ["名", "given name"],
  20: ["氏名の片仮名表記", "name in katakana"],
  21: ["町民税", "town tax"],
  22: ["村民税", "village tax"],
  23: ["特別区民税", "special ward tax"],
  24: ["都民税", "metropolis tax"],
  25: ["道民税", "Hokkaido tax"],
  26: ["府民税", "prefecture tax"],
};

/** Labels with which a new person begins. */
export const PERSON = new Set([1, 19]);

/** Reasons in void lists. */
export const REASONS = {
  "issued-in-error": ["誤って交付されたため", "issued in error"],
  "wrong-content": ["記載内容に誤りがあるため", "its content was wrong"],
  lost: ["紛失の届出があったため", "reported as lost"],
  misused: ["不正な使用のおそれがあるため", "feared to be misused"],
  other: ["その他の理由により", "for another reason"],
};
