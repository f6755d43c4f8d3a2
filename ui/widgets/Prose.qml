import QtQuick
import Komado
import "../theme"

// A sentence: breaks between phrases, stands in lines with air between them.
Text {
    property string words: ""
    property real em: Theme.body
    readonly property int drawnPixels: fontInfo.pixelSize
    readonly property real inkLeft: horizontalAlignment === Text.AlignHCenter ? (width - contentWidth) / 2
        : horizontalAlignment === Text.AlignRight ? width - contentWidth : 0

    text: Kiosk.phrased(words)
    color: Theme.ink
    font.family: Theme.family
    font.pixelSize: Theme.mm(em)
    // lines at a fixed distance: fonts that stand in for a character must not move them. Qt puts all the air of a line
    // below it: half of it belongs above
    property real leading: 1.5
    readonly property real air: font.pixelSize * (leading - 1) / 2
    lineHeightMode: Text.FixedHeight
    lineHeight: Math.round(font.pixelSize * leading)
    topPadding: air
    bottomPadding: -air
    wrapMode: Text.Wrap
    textFormat: Text.PlainText
    visible: words !== ""
    Accessible.role: Accessible.StaticText
    Accessible.name: Kiosk.spoken(words)
}
