// A bar chart with its numbers in a table behind it: whoever can't see the bars reads those.

import { byID, h, svg, table } from "./dom.js";
import * as format from "./format.js";
import { t } from "./i18n.js";

const [left, bottom, top] = [18, 22, 16];

/** Bars of points {day, value}. */
export function barChart(title, points, unit) {
    // Drawn for the room there is, so that letters have about the size of the text around.
    const width = Math.min(Math.max(byID("main").clientWidth - 80, 300), 1200);
    const height = 220;
    const highest = Math.max(...points.map((point) => point.value), 0);
    const isRightToLeft = document.documentElement.dir === "rtl";
    const step = (width - 2 * left) / Math.max(points.length, 1);
    const room = height - bottom - top;
    const x = (place) => left + step * (isRightToLeft ? points.length - 1 - place : place);
    const every = Math.ceil(points.length / (width < 500 ? 4 : 8));
    const bars = points.map((point, place) => {
        const tall = highest > 0 ? Math.max(point.value / highest * room, point.value > 0 ? 2 : 0) : 0;
        return svg("g", null,
            svg("title", null, `${format.calendarDay(point.day)}: ${format.number(point.value)} ${unit}`),
            svg("rect", { class: "room", x: x(place), y: top, width: step, height: room }),
            svg("rect", {
                class: "bar", x: x(place) + step * 0.12, y: top + room - tall, width: Math.max(step * 0.76, 1),
                height: tall,
                rx: Math.min(2, tall / 2) }),
            place % every === 0 && svg("text", { x: x(place) + step / 2, y: height - 6, "text-anchor": "middle" },
                format.calendarDay(point.day)));
    });
    const total = points.reduce((sum, point) => sum + point.value, 0);
    const described = t("chart.described", {
        total: format.number(total), unit, highest: format.number(highest), count: points.length });
    return h("figure", { class: "chart" },
        svg("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": `${title}. ${described}`,
            direction: "ltr" },
            svg("line", { class: "axis", x1: left, x2: width - left, y1: height - bottom, y2: height - bottom }),
            svg("line", { class: "grid", x1: left, x2: width - left, y1: top, y2: top }),
            bars,
            svg("text", { class: "top", x: isRightToLeft ? width - left : left, y: top - 4,
                "text-anchor": isRightToLeft ? "end" : "start" },
                format.number(highest))),
        h("figcaption", null, described),
        h("details", null, h("summary", null, t("chart.table")),
            table(title, [{ text: t("chart.day") }, { text: unit, isNumber: true }],
                points.filter((point) => point.value > 0).map((point) =>
                    [format.calendarDay(point.day), format.number(point.value)]))));
}
