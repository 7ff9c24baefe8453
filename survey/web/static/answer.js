/*! Samtidig, EUPL-1.2. Sources: survey/web/browser. */
