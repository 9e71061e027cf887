// Texts of the chosen language. A file is fetched when its language is first needed, and kept: it is not personal.

const loaded = new Map();

/** Load a language's texts. */
export async function load(language) {
  const [texts, names] = await Promise.all([read(language), read("names")]);
  return speaker(texts, names, language);
}

async function read(name) {
  if (!loaded.has(name)) {
    const answer = await fetch(`texts/${name}.json`);
    if (!answer.ok) throw new Error(`no texts: ${name}`);
    loaded.set(name, await answer.json());
  }
  return loaded.get(name);
}

/**
 * Return `t(key, values)`: the text with `{name}` replaced. `t.has(key)` says whether there is one; `t.yen(amount)`
 * writes an amount; `t.problem(code)` and `t.reason(code)` give the key of what a code says: several codes that mean
 * the same to a resident, or must not be told apart by who stands behind, say the same.
 */
function speaker(texts, names, language) {
  const t = (key, values = {}) => {
    const text = texts[key];
    // A missing text shows its key: ugly, and held against by a test, but better than a blank button.
    if (text === undefined) return key;
    return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? values[name] : whole));
  };
  t.language = language;
  t.has = (key) => key in texts;
  t.yen = (amount) => t("yen", { amount: new Intl.NumberFormat(language).format(amount) });
  t.problem = (code) => `problem.${names.problem[code] ?? "terminal-fault"}`;
  t.reason = (code) => `reason.${names.reason[code] ?? "ask-at-office"}`;
  return t;
}
