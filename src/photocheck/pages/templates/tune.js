"use strict";

/* What another limit would say of photos. The first part are functions of the page's data and of the
   limits in force ({check: {setting: number}}); the second part shows them. */

const NEAREST = 8;
const Z = 1.959963984540054;

function limitsOf(data) {
  return Object.fromEntries(data.checks.map((check) => [
    check.name,
    Object.fromEntries(check.limits.map((limit) => [limit.setting, limit.value])),
  ]));
}

function exceeds(limit, number, at) {
  return limit.limit_is === "maximum" ? number > at : number < at;
}

function statusOf(check, photo, at) {
  const before = check.statuses[photo];
  if (!check.limits.length || !["pass", "warn", "fail"].includes(before)) return before;
  let found = "pass";
  for (const limit of check.limits) {
    const number = limit.numbers[photo];
    if (number === null || !exceeds(limit, number, at[limit.setting])) continue;
    if (limit.status === "fail") return "fail";
    found = "warn";
  }
  return found;
}

function statuses(check, at) {
  return check.statuses.map((_, photo) => statusOf(check, photo, at));
}

function verdicts(data, limits) {
  const found = data.photos.map((photo) => (photo.damaged ? "review" : "accept"));
  for (const check of data.checks) {
    statuses(check, limits[check.name]).forEach((status, photo) => {
      if (status === "fail") found[photo] = "retake";
      else if (["warn", "not_done"].includes(status) && found[photo] === "accept") found[photo] = "review";
    });
  }
  return [...found, ...data.unreadable.map(() => "retake")];
}

function labels(data) {
  return [...data.photos.map((photo) => photo.good), ...data.unreadable];
}

function percent(share) {
  return (Math.floor(1000 * share + 0.5) / 10).toFixed(1);
}

/* As photocheck.pages.rates writes it, with Wilson's interval. */
function rate(count, total) {
  const unbroken = (text) => text.replaceAll(" ", "\u00a0");
  if (total === 0) return unbroken("0 of 0");
  const share = count / total;
  const spread = (Z * Z) / total;
  const middle = share + spread / 2;
  const half = Z * Math.sqrt((share * (1 - share)) / total + spread / total / 4);
  const low = count > 0 ? (middle - half) / (1 + spread) : 0;
  const high = count < total ? (middle + half) / (1 + spread) : 1;
  const interval = unbroken(`(${percent(low)} to ${percent(high)} %)`);
  return `${unbroken(`${count} of ${total}: ${percent(share)} %`)} ${interval}`;
}

/* How many photos got an outcome: of all, of the good and of the bad ones. */
function row(outcome, outcomes, good) {
  const count = (label) => outcomes.filter((each, photo) => each === outcome && good[photo] === label).length;
  const total = (label) => good.filter((each) => each === label).length;
  return {
    photos: outcomes.filter((each) => each === outcome).length,
    good: rate(count(true), total(true)),
    bad: rate(count(false), total(false)),
  };
}

function beyond(limit, at) {
  return limit.numbers.map((number) => number !== null && exceeds(limit, number, at));
}

/* The photos whose numbers are nearest to the limit on each side, the nearest first. */
function nearest(limit, at) {
  const sides = { within: [], beyond: [] };
  limit.numbers.forEach((number, photo) => {
    if (number !== null) sides[exceeds(limit, number, at) ? "beyond" : "within"].push(photo);
  });
  const distance = (photo) => Math.abs(limit.numbers[photo] - at);
  for (const side of Object.keys(sides)) {
    sides[side] = sides[side].sort((a, b) => distance(a) - distance(b) || a - b).slice(0, NEAREST);
  }
  return sides;
}

function profileText(data, limits, name) {
  const profile = JSON.parse(JSON.stringify(data.profile));
  profile.name = name;
  for (const check of data.checks) {
    for (const limit of check.limits) {
      const at = limits[check.name][limit.setting];
      if (at !== limit.value) (profile.settings[check.name] ??= {})[limit.setting] = at;
    }
  }
  return JSON.stringify(profile, null, 2);
}

/* A line of a whole number lies between it and what is beyond. */
function lineOf(limit, at) {
  return limit.whole ? at + (limit.limit_is === "maximum" ? 0.5 : -0.5) : at;
}

function limitAt(limit, line) {
  const at = limit.whole ? Math.round(line - (limit.limit_is === "maximum" ? 0.5 : -0.5)) : line;
  return Number(at.toPrecision(10));
}

/* The page. */

function start() {
  const data = JSON.parse(document.getElementById("data").textContent);
  const limits = limitsOf(data);
  const everybody = labels(data);
  const name = document.getElementById("profile-name");
  const text = document.getElementById("profile-text");
  const told = document.getElementById("told");

  function fill(place, found) {
    for (const of of Object.keys(found)) {
      const cell = place.querySelector(`[data-of="${of}"]`);
      if (cell) cell.textContent = found[of];
    }
  }

  function fillRows(place, outcomes, good) {
    for (const each of place.querySelectorAll("[data-row]")) fill(each, row(each.dataset.row, outcomes, good));
  }

  function showAll() {
    const found = verdicts(data, limits);
    fillRows(document.getElementById("verdicts"), found, everybody);
    const count = (verdict) => found.filter((each) => each === verdict).length;
    document.querySelector("#bar output").textContent =
      ["retake", "review", "accept"].map((verdict) => `${count(verdict)} ${verdict}`).join(", ");
    text.value = profileText(data, limits, name.value);
    told.textContent = "";
  }

  function nobody() {
    const item = document.createElement("li");
    item.textContent = "none";
    return item;
  }

  function picture(photo, check, limit) {
    const item = document.createElement("li");
    const shown = data.photos[photo];
    const label = check.good[photo] === null ? "" : check.good[photo] ? "good" : "bad";
    if (label) item.className = label;
    if (shown.picture !== null) {
      const image = document.createElement("img");
      image.src = `data:image/jpeg;base64,${shown.picture}`;
      image.alt = "";
      item.append(image);
    }
    const caption = document.createElement("span");
    caption.className = "name";
    caption.textContent = shown.name.split(/[\\/]/).pop();
    item.title = shown.name;
    const number = document.createElement("span");
    number.textContent = `${Number(limit.numbers[photo].toPrecision(4))}${label && `, ${label}`}`;
    item.append(caption, number);
    return item;
  }

  for (const check of data.checks) {
    const section = document.querySelector(`[data-check="${check.name}"]`);
    check.limits.forEach((limit, place) => {
      const card = section.querySelectorAll(".limit")[place];
      const range = card.querySelector("[type=range]");
      const field = card.querySelector("[type=number]");
      const back = card.querySelector(".back");
      const line = card.querySelector("line");
      const shade = card.querySelector(".beyond");

      function show() {
        const at = limits[check.name][limit.setting];
        const share = (lineOf(limit, at) - limit.low) / (limit.high - limit.low);
        const x = 1000 * Math.min(Math.max(share, 0), 1);
        line.setAttribute("x1", x);
        line.setAttribute("x2", x);
        const above = limit.limit_is === "maximum";
        shade.setAttribute("x", above ? x : 0);
        shade.setAttribute("width", above ? 1000 - x : x);
        range.setAttribute("aria-valuetext", String(at));
        back.disabled = at === limit.value;
        fill(card, row(true, beyond(limit, at), check.good));
        fillRows(section, statuses(check, limits[check.name]), check.good);
        const sides = nearest(limit, at);
        for (const list of card.querySelectorAll(".pictures")) {
          const shown = sides[list.dataset.side].map((photo) => picture(photo, check, limit));
          list.replaceChildren(...(shown.length ? shown : [nobody()]));
        }
      }

      function move(at) {
        limits[check.name][limit.setting] = at;
        show();
        showAll();
      }

      range.addEventListener("input", () => {
        let at = limitAt(limit, range.valueAsNumber);
        if (field.min !== "") at = Math.max(at, Number(field.min));
        if (field.max !== "") at = Math.min(at, Number(field.max));
        field.value = at;
        move(at);
      });
      field.addEventListener("input", () => {
        if (field.value === "" || !field.validity.valid) return; // the last one that was right stays
        range.value = lineOf(limit, field.valueAsNumber);
        move(field.valueAsNumber);
      });
      back.addEventListener("click", () => {
        field.value = limit.value;
        range.value = lineOf(limit, limit.value);
        move(limit.value);
        field.focus();
      });
      show();
    });
  }

  name.addEventListener("input", showAll);
  document.getElementById("save").addEventListener("click", () => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([`${text.value}\n`], { type: "application/json" }));
    link.download = `${name.value.replace(/[^\p{L}\p{N}._-]+/gu, "-") || "profile"}.json`;
    link.click();
    URL.revokeObjectURL(link.href);
  });
  document.getElementById("copy").addEventListener("click", async () => {
    text.select();
    try {
      await navigator.clipboard.writeText(text.value);
      told.textContent = "Copied.";
    } catch {
      told.textContent = "Selected; copy it with the keyboard.";
    }
  });
  // A browser that goes back fills in what was typed before; the lines start where they were drawn.
  for (const each of document.querySelectorAll(".check .moved")) if ("defaultValue" in each) each.value = each.defaultValue;
  name.value = name.defaultValue;
  showAll();
  document.documentElement.classList.add("live");
}

if (typeof document !== "undefined") start();
