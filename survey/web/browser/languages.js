// Another language in the middle of the form: its page is fetched as a document, in which nothing runs, and its body takes
// the place of ours. It is the page that everyone gets; what was answered stays in memory and is not sent along. Fetching
// takes its time, in which the reader goes on; putting it in place takes none.

const PATIENCE_MS = 20000;

/**
 * The page at an address.
 *
 * @param {string} address of the same wave in another language
 * @returns {Promise<Document | null>} null unless it came, and is of the very same form
 */
export async function fetchPage(address) {
  const other = await fetched(address);
  const form = other?.getElementById("form")?.textContent;
  return form && form === document.getElementById("form")?.textContent ? other : null;
}

/**
 * Put a page in place of this one.
 *
 * @param {Document} other
 * @param {string} address
 */
export function replacePage(other, address) {
  const { lang, dir } = other.documentElement;
  Object.assign(document.documentElement, { lang, dir });
  document.title = other.title;
  document.body.replaceWith(document.adoptNode(other.body));
  history.replaceState(history.state, "", address);
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
