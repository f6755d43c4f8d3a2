pragma Singleton
import QtQuick
import Komado

// Sizes in millimetres on the glass, colours by their role. Colours follow the design system of the Digital Agency of
// Japan (contrast on their ground at least 4.5 : 1, body text above 10 : 1).
QtObject {
    readonly property real unit: Kiosk.pixelsPerMillimetre
    readonly property bool motion: Kiosk.motion

    function mm(length) { return Math.round(length * unit) }

    readonly property string family: "BIZ UDPGothic"

    // em heights in millimetres
    readonly property real small: 6.2
    readonly property real body: 7.5
    readonly property real button: 9
    readonly property real title: 12
    readonly property real alarm: 17

    // spaces in millimetres
    readonly property real margin: 9
    readonly property real gap: 5
    readonly property real target: 20

    readonly property color page: "#f3f6fc"
    readonly property color surface: "#ffffff"
    readonly property color ink: "#1a1a1c"
    readonly property color inkSoft: "#464649"
    readonly property color line: "#cfd5e2"
    readonly property color border: "#767676"
    readonly property color brand: "#00118f"
    readonly property color primary: "#0017c1"
    readonly property color primaryPressed: "#000060"
    readonly property color primaryTint: "#e8f1fe"
    readonly property color primarySoft: "#c5d7fb"
    readonly property color inkOnPrimary: "#ffffff"
    readonly property color good: "#197a4b"
    readonly property color goodTint: "#e3f4ea"
    readonly property color warn: "#a63a00"
    readonly property color warnTint: "#fff0e5"
    readonly property color alert: "#ce0000"
    readonly property color alertTint: "#fdeeee"
    readonly property color attention: "#ffd43d"
    readonly property color attentionTint: "#fff6d1"
    readonly property color focusOuter: "#000000"

    // the drawings
    readonly property color metal: "#e4e8f1"
    readonly property color metalDark: "#b9c1d3"
    readonly property color metalDeep: "#6f7a93"
    readonly property color hollow: "#3a4259"
    readonly property color paper: "#ffffff"
    readonly property color coinGold: "#e0b84a"
    readonly property color coinSilver: "#cfd3da"
    readonly property color coinCopper: "#c98a5b"
    readonly property color cardPink: "#f7d3de"
    readonly property color cardBlue: "#cfe0f6"
    readonly property color stamp: "#d0312d"
}
