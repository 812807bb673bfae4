// A slow form says so, and is sent once.
document.addEventListener("submit", (event) => {
  const button = event.target.querySelector("button[type=submit]");
  if (!button) return;
  if (button.disabled) { event.preventDefault(); return; }
  if (button.dataset.wait) button.textContent = button.dataset.wait;
  // After the browser has read the form, or the button's own value would be lost.
  setTimeout(() => { button.disabled = true; }, 0);
});
