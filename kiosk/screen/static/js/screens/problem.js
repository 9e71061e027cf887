// Something went wrong: what happened, what became of the money, what to do next. Always all three.

import { h } from "../dom.js";
import { button, icon, notice, picture, sideBySide, text } from "../parts.js";

export function problem({ data, actions }, t) {
  return {
    heading: t(t.problem(data.code)),
    layout: "centred",
    body: [
      sideBySide(
        picture(["problem"]),
        text(t(data.reason ? t.reason(data.reason) : `${t.problem(data.code)}.text`), { class: "large" }),
        money(data, t),
        data.copies ? notice("good", text(t("problem.copies-out", { copies: t("copies.count", { count: data.copies }) }))) : null,
        notice("info", h("strong", {}, t("problem.next")), text(t(`next.${data.next}`)), data.money === "refund-listed" ? text(t("problem.contact", { contact: data.contact })) : null),
      ),
    ],
    buttons: [
      actions.includes("finish") ? button(actions.includes("again") ? "secondary" : "primary", t("button.finish"),
        { action: "finish" }) : null,
      actions.includes("again") ? button("primary", [icon("again"), t("button.try-again")], { action: "again" }) : null,
    ],
  };
}

function money(data, t) {
  if (!data.money) return null;
  const values = { amount: t.yen(data.amount ?? 0), number: data.refund_number ?? "" };
  const tone = data.money === "refund-listed" ? "warning" : "good";
  // A payment device that does not answer cannot say how much it holds.
  const said = data.money === "refund-listed" && !data.amount ? "refund-unknown" : data.money;
  return notice(tone, h("strong", {}, t(`money.${said}`, values)),
    data.money === "refund-listed" ? text(t("money.refund-listed.text", values)) : null);
}
