// Which function shows which screen. Each takes the view and the texts, and gives heading, content and buttons.

import * as arrival from "./screens/arrival.js";
import * as card from "./screens/card.js";
import * as choosing from "./screens/choosing.js";
import * as paying from "./screens/paying.js";
import * as paper from "./screens/paper.js";
import { problem } from "./screens/problem.js";

const SCREENS = {
  "out-of-service": arrival.outOfService,
  start: arrival.start,
  notice: arrival.beforeStarting,
  municipality: arrival.municipality,
  "place-card": card.placeCard,
  "reading-card": card.readingCard,
  pin: card.pin,
  checking: card.checking,
  "take-card": card.takeCard,
  certificates: choosing.certificates,
  options: choosing.options,
  copies: choosing.copies,
  confirm: choosing.confirm,
  making: paying.making,
  pay: paying.pay,
  "handing-over": paying.handingOver,
  "returning-money": paying.returningMoney,
  printing: paper.printing,
  reprinting: paper.reprinting,
  "take-papers": paper.takePapers,
  "take-change": paper.takeChange,
  receipt: paper.receipt,
  another: paper.another,
  end: paper.end,
  problem,
};

/** The names of all screens. */
export const SCREEN_NAMES = Object.keys(SCREENS);

/** Return what a view shows: heading, subject (what it is about), lead, body, layout, buttons, step. */
export function screenOf(view, t) {
  return SCREENS[view.screen](view, t);
}
