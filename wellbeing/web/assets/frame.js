// What Streamlit cannot do by itself: keep what is typed, tell the language, move the focus,
// print, and say when the connection is gone. No data leaves the page but through Streamlit.
"use strict";
const PAUSE_MS = 800;
const timers = new WeakMap();

// 1. Nothing typed is lost: when typing pauses, the box hands its text to the server as if the
//    person had pressed Ctrl+Enter (or Enter in a line). Boxes inside a form wait for its button.
function commit(box) {
  if (!box.isConnected || box.dataset.composing === "yes") return;
  const line = box.tagName === "INPUT";
  box.dispatchEvent(new KeyboardEvent("keydown", {
    key: "Enter", code: "Enter", keyCode: 13, which: 13, ctrlKey: !line, bubbles: true, cancelable: true,
  }));
}
// What was typed just now may not have arrived when the connection is lost. Streamlit sends it again
// with the next run only, so once the connection is back the box is made to tell it anew. The words
// are held in this window only, for seconds.
const typed = new Map();
const ARRIVED_MS = 4000;
function keyOf(box) {
  const holder = box.closest('[class*="st-key-"]');
  return holder ? [...holder.classList].find((name) => name.startsWith("st-key-")) : "";
}
function put(box, text) {
  const kind = box.tagName === "INPUT" ? HTMLInputElement : HTMLTextAreaElement;
  Object.getOwnPropertyDescriptor(kind.prototype, "value").set.call(box, text);
  box.dispatchEvent(new InputEvent("input", { bubbles: true }));
}
function tellAnew() {
  for (const [key, words] of [...typed]) {
    const find = () => document.querySelector(`.${CSS.escape(key)} :is(textarea, input)`);
    if (!find()) continue;
    // Only a change is told; the answer paints the draft, and then the words follow as typed.
    put(find(), words.text + " ");
    setTimeout(() => find() && commit(find()), 50);
    const until = Date.now() + ARRIVED_MS;
    const follow = setInterval(() => {
      const painted = find() && find().value !== words.text + " ";
      if (!painted && Date.now() < until) return;
      clearInterval(follow);
      if (find() && !find().disabled) put(find(), words.text);
    }, 100);
  }
}
function isOurs(box) {
  const text = box.matches?.("textarea, input[type=text], input[type=password]");
  return text && box.closest('[data-testid="stTextArea"], [data-testid="stTextInput"]')
    && !box.closest('[data-testid="stForm"]');
}
document.addEventListener("input", (event) => {
  const box = event.target;
  if (!isOurs(box)) return;
  typed.set(keyOf(box), { text: box.value, at: Date.now() });
  clearTimeout(timers.get(box));
  timers.set(box, setTimeout(() => commit(box), PAUSE_MS));
}, true);
// Chinese is composed from several keys: never send half a word.
document.addEventListener("compositionstart", (e) => { e.target.dataset.composing = "yes"; }, true);
document.addEventListener("compositionend", (event) => {
  event.target.dataset.composing = "no";
  if (isOurs(event.target)) timers.set(event.target, setTimeout(() => commit(event.target), PAUSE_MS));
}, true);
// From a password, Tab leads to its eye button, and from a day to its calendar: Streamlit takes both
// for staying in the box.
const LEAVES = 'input[type=password], [class*="st-key-day-of-"] input[type=text]';
document.addEventListener("focusout", (event) => {
  if (event.target.matches?.(LEAVES) && isOurs(event.target)) commit(event.target);
}, true);
addEventListener("pagehide", () => {
  if (isOurs(document.activeElement ?? document.body)) commit(document.activeElement);
});

// 2. The page's language and title, and 3. the focus on a new heading or on the list of problems.
let focused = "";
function look() {
  const told = document.querySelector("[data-testid=stMain] .mp-page");
  if (told) {
    const language = told.getAttribute("lang");
    if (language && document.documentElement.lang !== language) document.documentElement.lang = language;
  }
  const wanted = document.querySelector(".mp-focus[role=alert]") ?? document.querySelector(".mp-focus");
  const mark = wanted ? wanted.id + wanted.textContent : "";
  if (wanted && mark !== focused) {
    wanted.setAttribute("tabindex", "-1");
    wanted.focus({ preventScroll: false });
  }
  focused = mark;
  // The header's own title is for everybody who does not see the page.
  document.querySelectorAll('[data-testid="stTextInput"] input[type=text]').forEach((box) => {
    if (!box.hasAttribute("autocomplete")) box.setAttribute("autocomplete", "off");
  });
}
let queued = false;
new MutationObserver(() => {
  if (queued) return;
  queued = true;
  requestAnimationFrame(() => { queued = false; look(); });
}).observe(document.documentElement, { childList: true, subtree: true });

// 4. Print, and jumps to a field: the content policy allows no inline handlers.
document.addEventListener("click", (event) => {
  if (event.target.closest?.(".mp-print")) { event.preventDefault(); print(); }
  const jump = event.target.closest?.("a.mp-jump");
  if (jump) {
    const box = document.querySelector(jump.getAttribute("href").replace("#field-", ".st-key-"));
    const first = box?.querySelector("input, textarea, [role=combobox], button");
    if (first) { event.preventDefault(); first.focus(); box.scrollIntoView({ block: "center" }); }
  }
});

// 5. The connection: say that nothing is being saved, in the page's language, and that it will be.
const OFFLINE = {
  en: "No connection. Your text stays in this window and is saved as soon as the connection is back.",
  "zh-Hans": "连接已断开。您写的文字还在本窗口，恢复连接后会立即保存。",
  "zh-Hant": "連線已中斷。您寫的文字還在本視窗，恢復連線後會立即儲存。",
};
function offline(is) {
  const shown = document.getElementById("miaopu-offline");
  if (!is) { shown?.remove(); return; }
  if (shown) return;
  const bar = document.createElement("div");
  bar.id = "miaopu-offline";
  bar.setAttribute("role", "status");
  bar.textContent = OFFLINE[document.documentElement.lang] ?? OFFLINE.en;
  document.body.append(bar);
}
let lost = false;
setInterval(() => {
  const app = document.querySelector("[data-test-connection-state]");
  const state = app?.getAttribute("data-test-connection-state");
  const away = Boolean(state) && state !== "CONNECTED" && state !== "INITIAL";
  offline(away);
  if (away) lost = true;
  if (state !== "CONNECTED" || app.getAttribute("data-test-script-state") === "running") return;
  if (lost) { lost = false; tellAnew(); return; }
  for (const [key, words] of typed) if (Date.now() - words.at > ARRIVED_MS) typed.delete(key);
}, 700);
