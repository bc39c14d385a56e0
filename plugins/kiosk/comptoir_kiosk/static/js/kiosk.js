// The kiosk works without scripts; these add the keys on the screen, the live bag and the end of a visit.
import "./idle.js";
import "./keys.js";
import "./live.js";
import "./countdown.js";
import "./waiting.js";

// A page that the browser kept in memory is asked for anew: it may be that of somebody who has left.
addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
addEventListener("contextmenu", (event) => event.preventDefault());
