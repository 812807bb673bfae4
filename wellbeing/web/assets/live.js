// What changes without a rerun: how long ago a draft was saved, that something is being waited for,
// and the words of the link that skips the menu. Words come from the page, in its language.
"use strict";
const WAIT_MS = 300;

// 1. Saved 12 s ago. The server says how old the draft was when it painted the line; from then on
//    this window's clock counts, whatever hour it shows.
const savedAt = new Map();
let written = 0;
function ago() {
  for (const line of document.querySelectorAll(".mp-ago")) {
    const { at, age } = line.dataset;
    if (!savedAt.has(at)) savedAt.set(at, Date.now() - 1000 * Number(age));
    const seconds = Math.max(0, Math.floor((Date.now() - savedAt.get(at)) / 1000));
    let text = line.dataset.writing;
    if (written <= savedAt.get(at)) {
      if (seconds < 3) text = line.dataset.now;
      else if (seconds < 60) text = line.dataset.seconds.replace("{n}", seconds);
      else if (seconds < 3600) text = line.dataset.minutes.replace("{n}", Math.floor(seconds / 60));
      else continue;  // the hour and the day say more
    }
    if (line.textContent !== text) line.textContent = text;
  }
}
setInterval(ago, 1000);
document.addEventListener("input", (event) => {
  if (!event.target.closest?.('[data-testid="stTextArea"], [data-testid="stTextInput"]')) return;
  written = Date.now();
  ago();
}, true);

// 2. Waiting is shown from the moment at which people begin to wonder.
let waiting = 0;
let clicked = false;  // a button was pressed and the server has not begun yet
function busy() {
  const state = document.querySelector("[data-test-script-state]")?.getAttribute("data-test-script-state");
  const runs = clicked || state === "running" || state === "rerunRequested";
  if (runs && !waiting) waiting = setTimeout(showBusy, WAIT_MS);
  if (!runs) {
    clearTimeout(waiting);
    waiting = 0;
    document.getElementById("miaopu-busy")?.remove();
  }
}
function showBusy() {
  if (document.getElementById("miaopu-busy")) return;
  const bar = document.createElement("div");
  bar.id = "miaopu-busy";
  bar.setAttribute("role", "status");
  bar.textContent = document.querySelector(".mp-page")?.dataset.wait ?? "…";
  document.body.append(bar);
}

// 3. The skip link is Streamlit's; its words are ours.
function skip() {
  const words = document.querySelector(".mp-page")?.dataset.skip;
  const link = document.querySelector('[data-testid="stSkipToContent"]');
  if (words && link && link.textContent !== words) link.textContent = words;
}

document.addEventListener("click", (event) => {
  const button = event.target.closest?.('[data-testid="stButton"] button');
  if (!button || button.disabled) return;
  clicked = true;
  busy();
}, true);

let asked = false;
new MutationObserver((changes) => {
  if (changes.some((one) => one.type === "attributes")) clicked = false;
  busy();
  if (asked) return;
  asked = true;
  requestAnimationFrame(() => { asked = false; ago(); skip(); });
}).observe(document.documentElement, {
  childList: true, subtree: true, attributes: true, attributeFilter: ["data-test-script-state"],
});
