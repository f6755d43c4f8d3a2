import QtQuick
import Komado
import "../theme"

// A large choice: picture above, its name, one sentence and perhaps a fee below.
Pressable {
    id: card
    property string picture: ""
    property string detail: ""
    property string fee: ""
    property real textHeight: 40

    edge: Theme.primary
    edgeWidth: 0.8
    corner: 5
    Accessible.description: Kiosk.spoken(fee === "" ? detail : detail + " " + fee)
    contentItem: Item {
        Picture {
            kind: card.picture
            anchors.top: parent.top
            anchors.topMargin: Theme.mm(5)
            anchors.bottom: words.top
            anchors.bottomMargin: Theme.mm(4)
            anchors.horizontalCenter: parent.horizontalCenter
            width: parent.width - Theme.mm(12)
        }
        Column {
            id: words
            anchors.bottom: parent.bottom
            anchors.horizontalCenter: parent.horizontalCenter
            width: parent.width - Theme.mm(6)
            height: Theme.mm(card.textHeight)
            spacing: Theme.mm(2)

            Prose {
                words: card.text
                em: 10
                font.bold: true
                width: parent.width
                horizontalAlignment: Text.AlignHCenter
                color: Theme.primary
                leading: 1.2
                Accessible.ignored: true
            }
            Prose {
                words: card.detail
                em: 7
                width: parent.width
                horizontalAlignment: Text.AlignHCenter
                leading: 1.3
                Accessible.ignored: true
            }
            OneLine {
                words: card.fee
                em: 9
                font.bold: true
                width: parent.width
                horizontalAlignment: Text.AlignHCenter
                Accessible.ignored: true
            }
        }
    }
}
