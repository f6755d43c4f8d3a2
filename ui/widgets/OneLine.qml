import QtQuick
import Komado
import "../theme"

// A short text that stays on one line; it may narrow its letters a little before it would be cut.
Text {
    property string words: ""
    property real em: Theme.body
    readonly property int drawnPixels: fontInfo.pixelSize
    readonly property real inkLeft: horizontalAlignment === Text.AlignHCenter ? (width - contentWidth) / 2
        : horizontalAlignment === Text.AlignRight ? width - contentWidth : 0

    text: Kiosk.spoken(words)
    color: Theme.ink
    font.family: Theme.family
    font.pixelSize: Theme.mm(em)
    fontSizeMode: Text.HorizontalFit
    minimumPixelSize: Theme.mm(6)
    topPadding: Math.round(font.pixelSize * 0.12)
    bottomPadding: topPadding
    wrapMode: Text.NoWrap
    textFormat: Text.PlainText
    verticalAlignment: Text.AlignVCenter
    visible: words !== ""
    Accessible.role: Accessible.StaticText
    Accessible.name: text
}
