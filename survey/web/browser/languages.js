// Another language in the middle of the form: its page is fetched as a document, in which nothing runs, and its body takes
// the place of ours. It is the page that everyone gets; what was answered stays in memory and is not sent along.

const PATIENCE_MS = 20000;

/**
 * Put the page at an address in place of this one.
 *
 * @param {string} address of the same wave in another language
 * @returns {Promise<boolean>} whether it came, and is of the very same form
 */
export async function speak(address) {
  const other = await fetched(address);
  const form = other?.getElementById("form")?.textContent;
  if (!other || !form || form !== document.getElementById("form")?.textContent) return false;
  const { lang, dir } = other.documentElement;
  Object.assign(document.documentElement, { lang, dir });
  document.title = other.title;
  document.body.replaceWith(document.adoptNode(other.body));
  history.replaceState(history.state, "", address);
  return true;
}

/**
 * @param {string} address
 * @returns {Promise<Document | null>}
 */
function fetched(address) {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("GET", address);
    request.responseType = "document";
    request.timeout = PATIENCE_MS;
    request.onloadend = () => resolve(request.status === 200 ? request.responseXML : null);
    request.send();
  });
}
