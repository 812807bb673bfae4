// A day can be typed, in any usual way, or picked from the browser's own calendar: on a phone that
// is the one that people know. What was picked is written into the box as if it had been typed.
"use strict";
const DAY_BOX = '[class*="st-key-day-of-"] [data-testid="stTextInput"]';

function pickable(holder) {
  const box = holder.querySelector("input[type=text]");
  const root = holder.querySelector('[data-testid="stTextInputRootElement"]');
  if (!box || !root || root.querySelector(".mp-pick")) return;
  const day = Object.assign(document.createElement("input"), { type: "date", tabIndex: -1, className: "mp-day" });
  day.setAttribute("aria-hidden", "true");
  const button = Object.assign(document.createElement("button"), { type: "button", className: "mp-pick" });
  button.setAttribute("aria-label", document.querySelector(".mp-page")?.dataset.pick ?? "");
  button.addEventListener("click", () => {
    day.value = /^\d{4}-\d{2}-\d{2}$/.test(box.value) ? box.value : "";
    day.showPicker?.();
  });
  day.addEventListener("change", () => { put(box, day.value); commit(box); box.focus(); });
  root.append(day, button);
}

let due = false;
new MutationObserver(() => {
  if (due) return;
  due = true;
  requestAnimationFrame(() => { due = false; document.querySelectorAll(DAY_BOX).forEach(pickable); });
}).observe(document.documentElement, { childList: true, subtree: true });
