// One respondent in a real Firefox, from the code to the thanks. Speaks WebDriver BiDi through puppeteer-core.
//
//   node firefox.mjs FIREFOX ADDRESS CODE
//
// Prints one line of JSON: the headings met on the way, each request with its status, what the page said to the
// console, and what is left in the browser. It answers as little as can be answered: consent, and one event.

import puppeteer from "puppeteer-core";

const [executablePath, address, code] = process.argv.slice(2);
const NEXT = "form .buttons .primary";
const SEND = "button[value=send]";
const PATIENCE_MS = 20_000;

const browser = await puppeteer.launch({ browser: "firefox", executablePath, headless: true });
try {
  const page = await browser.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  const requests = [];
  const said = [];
  page.on("response", (answer) => {
    const url = new URL(answer.url());
    requests.push({ method: answer.request().method(), path: url.pathname, query: url.search, status: answer.status() });
  });
  page.on("console", (line) => said.push(line.text()));

  const shown = () => page.$eval("main", (main) => main.innerHTML);
  const press = async (selector) => {
    const before = await shown();
    await page.click(selector);
    await page.waitForFunction((old) => document.querySelector("main")?.innerHTML !== old, {}, before);
  };

  await page.goto(address);
  const level = await page.waitForSelector("html[data-level=b]").then(() => "b");
  await page.type("#code", code);
  await press(NEXT);
  const headings = [];
  await page.click("#A1-yes");
  for (let turn = 0; turn < 20 && !(await page.$(SEND)); turn += 1) {
    headings.push(await page.$eval("h1", (one) => one.textContent));
    if (await page.$("#C5-once")) await page.click("#C5-once");
    await press(NEXT);
  }
  await press(SEND);
  await page.waitForSelector("details.receipt");
  headings.push(await page.$eval("h1", (one) => one.textContent));
  const left = await page.evaluate(() => [localStorage.length, sessionStorage.length, document.cookie.length]);
  const receipt = await page.$eval("details.receipt code", (one) => one.textContent);
  process.stdout.write(JSON.stringify({ level, headings, requests, said, left, receipt }));
} finally {
  await browser.close();
}
