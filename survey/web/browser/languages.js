// Another language in the middle of the form: its page is fetched as a document, in which nothing runs, and its body takes
// the place of ours. It is the page that everyone gets; what was answered stays in memory and is not sent along.

/**
 * Another language's page, as a document in which nothing runs.
 *
 * @param {string} address
 * @returns {Promise<Document>}
 */
export function fetchPage(address) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("GET", address);
    request.responseType = "document";
    request.timeout = 20000;
    request.onload = () => (request.status === 200 && request.responseXML ? resolve(request.responseXML) : reject());
    request.onerror = request.ontimeout = reject;
    request.send();
  });
}

/**
 * That document's body, language and direction in place of ours.
 *
 * @param {Document} other
 */
export function adopt(other) {
  const { lang, dir } = other.documentElement;
  Object.assign(document.documentElement, { lang, dir });
  document.title = other.title;
  document.body.replaceWith(document.adoptNode(other.body));
}
