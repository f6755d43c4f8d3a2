import QtQuick
import "../theme"

// The dark header of staff and technician screens: nobody takes them for the resident's.
Rectangle {
    id: header
    property string title: ""
    property string kiosk: ""
    property string language: ""
    height: Theme.mm(21)
    color: Theme.hollow

    OneLine {
        words: header.title
        em: 9
        font.bold: true
        color: Theme.inkOnPrimary
        x: Theme.mm(Theme.margin)
        anchors.verticalCenter: parent.verticalCenter
    }
    OneLine {
        words: header.kiosk
        em: Theme.small
        color: Theme.inkOnPrimary
        anchors.right: languageButton.left
        anchors.rightMargin: Theme.mm(6)
        anchors.verticalCenter: parent.verticalCenter
    }
    BigButton {
        id: languageButton
        objectName: "language"
        text: header.language
        em: 7.5
        implicitHeight: Theme.mm(17)
        role: "quiet"
        anchors.right: parent.right
        anchors.rightMargin: Theme.mm(Theme.margin)
        anchors.verticalCenter: parent.verticalCenter
        press: "language"
    }
}
