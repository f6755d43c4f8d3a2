import QtQuick
import "../theme"

// A number to be told to somebody, large enough to be read aloud, copied or photographed.
Rectangle {
    id: box
    property string label: ""
    property string reference: ""
    property real em: 15
    visible: reference !== ""
    implicitHeight: inside.implicitHeight + Theme.mm(7)
    height: implicitHeight
    radius: Theme.mm(3)
    color: Theme.attention

    Column {
        id: inside
        anchors.centerIn: parent
        width: parent.width - Theme.mm(8)

        Prose {
            words: box.label
            em: 7
            leading: 1.25
            width: parent.width
            horizontalAlignment: Text.AlignHCenter
        }
        OneLine {
            words: box.reference
            em: box.em
            font.bold: true
            width: parent.width
            horizontalAlignment: Text.AlignHCenter
        }
    }
}
