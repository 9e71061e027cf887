// Puts a verdict on the page. Texts from a code are only ever set as text.

import { LABELS, PERSON, REASONS, TYPES } from "./labels.js";
import { hex } from "./p256.js";

const ZONE = "Asia/Tokyo";

/**
 * Returns the elements that show a verdict.
 * finding: {verdict, statement, voided, list, listOld, rest}; language: "ja" or "en"; words: its strings.
 */
export function shown(finding, keys, language, words) {
  const { verdict, statement, voided } = finding;
  if (verdict !== "valid") return [banner("wrong", words[verdict], words[`${verdict}Text`])];
  if (voided) {
    const reason = (REASONS[voided.reason] ?? REASONS.other)[language === "ja" ? 0 : 1];
    const text = words.voidText(day(voided.declared_at, language), reason);
    return [banner("wrong", words.void, text), ...content(statement, keys, language, words)];
  }
  return [
    banner("right", words.valid, words.validText),
    voidNote(finding, language, words),
    ...content(statement, keys, language, words),
    ...(statement.pages > 1 ? [element("p", words.seen(statement.pages, finding.rest))] : []),
    details(statement, words),
  ];
}

function voidNote({ list, listOld }, language, words) {
  if (!list) return banner("note", null, words.voidUnknown);
  const time = moment(list.iat, language);
  return listOld ? banner("note", null, words.voidOld(time)) : element("p", words.notVoid(time));
}

function content(statement, keys, language, words) {
  const issuer = keys.issuers?.[statement.municipality] ?? words.elsewhere(statement.municipality);
  const rows = [
    [words.certificate, both(TYPES[statement.kind], language)],
    [words.issuer, issuer],
    [words.issuedAt, day(statement.issuedAt, language)],
    [words.number, statement.issuanceId.match(/.{1,4}/g).join("-")],
    [words.pageOf, words.pages(statement.page, statement.pages)],
  ];
  const list = element("dl");
  for (const [label, text] of rows) list.append(row(label, text));
  for (const [label, text] of statement.fields) {
    const line = row(both(LABELS[label] ?? [`(${label})`, ""], language), text);
    line.lastChild.lang = "ja";
    line.lastChild.className = "mincho";
    if (PERSON.has(label)) line.className = "person";
    list.append(line);
  }
  const notes = [];
  if (!statement.fields.length) notes.push(element("p", words.noFields));
  if (statement.leftOut) notes.push(banner("note", null, words.leftOut(statement.leftOut)));
  return [element("h2", words.must), list, ...notes];
}

function details(statement, words) {
  const made = element("details");
  made.append(element("summary", words.more));
  const list = element("dl");
  list.append(row(words.textDigest, hex(statement.textDigest), "hex"));
  if (statement.imprintDigest.length) list.append(row(words.imprintDigest, hex(statement.imprintDigest), "hex"));
  const form = element("form");
  form.id = "retype";
  const label = element("label", words.retypeLabel);
  label.htmlFor = "lines";
  const lines = element("textarea");
  Object.assign(lines, { id: "lines", rows: 6, spellcheck: false, autocomplete: "off", lang: "ja" });
  const answer = element("p");
  answer.setAttribute("role", "status");
  form.append(element("h3", words.retype), label, lines, element("button", words.check), answer);
  made.append(list, form);
  return made;
}

function banner(kind, title, text) {
  const made = element("div");
  made.className = `banner ${kind}`;
  if (title) made.append(element("h2", `${kind === "right" ? "✓" : "✕"} ${title}`));
  made.append(element("p", text));
  return made;
}

function row(label, text, kind = "") {
  const made = element("div");
  const value = element("dd", text);
  value.className = kind;
  made.append(element("dt", label), value);
  return made;
}

function element(name, text = "") {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}

function both([japanese, english], language) {
  return language === "ja" || !english ? japanese : `${japanese} (${english})`;
}

/** Writes a day as the paper has it: in the Japanese era, or in English. */
export function day(seconds, language) {
  const locale = language === "ja" ? "ja-JP-u-ca-japanese" : "en-GB";
  const style = language === "ja" ? { era: "long" } : {};
  const format = new Intl.DateTimeFormat(locale, { timeZone: ZONE, year: "numeric", month: "long", day: "numeric", ...style });
  return format.format(new Date(seconds * 1000));
}

/** Writes a time in Japan. */
export function moment(seconds, language) {
  const time = new Intl.DateTimeFormat(language === "ja" ? "ja-JP" : "en-GB", {
    timeZone: ZONE, hour: "2-digit", minute: "2-digit", hour12: false,
  });
  return `${day(seconds, language)} ${time.format(new Date(seconds * 1000))}`;
}
