import QtQuick
import Komado
import "../theme"

// A sentence: breaks between phrases, stands in lines with air between them.
Text {
    property string words: ""
    property real em: Theme.body
    readonly property int drawnPixels: fontInfo.pixelSize

    text: Kiosk.phrased(words)
    color: Theme.ink
    font.family: Theme.family
    font.pixelSize: Theme.mm(em)
    lineHeight: 1.4
    wrapMode: Text.Wrap
    textFormat: Text.PlainText
    visible: words !== ""
    Accessible.role: Accessible.StaticText
    Accessible.name: Kiosk.spoken(words)
}
