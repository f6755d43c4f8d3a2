import QtQuick
import "../theme"
import "pictures"

// What happens after this screen: a few pictures with words, in order.
Rectangle {
    id: strip
    property string label: ""
    required property var things
    implicitHeight: Theme.mm(58)
    height: implicitHeight
    radius: Theme.mm(4)
    color: Theme.primaryTint

    OneLine {
        id: heading
        words: strip.label
        em: Theme.small
        font.bold: true
        color: Theme.brand
        x: Theme.mm(6)
        y: Theme.mm(3)
    }
    Row {
        anchors.top: heading.bottom
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.mm(4)
        anchors.left: parent.left
        anchors.right: parent.right

        Repeater {
            model: strip.things
            delegate: Item {
                id: thing
                required property int index
                required property var modelData
                width: parent.width / strip.things.length
                height: parent.height

                Picture {
                    kind: thing.modelData.picture
                    width: Theme.mm(36)
                    anchors.top: parent.top
                    anchors.topMargin: Theme.mm(1)
                    anchors.bottom: words.top
                    anchors.bottomMargin: Theme.mm(1)
                    anchors.horizontalCenter: parent.horizontalCenter
                }
                OneLine {
                    id: words
                    words: thing.modelData.label
                    em: 7
                    font.bold: true
                    width: parent.width - Theme.mm(6)
                    horizontalAlignment: Text.AlignHCenter
                    anchors.horizontalCenter: parent.horizontalCenter
                    anchors.bottom: parent.bottom
                }
                OneLine {
                    words: thing.index > 0 ? "▶" : ""
                    em: 13
                    color: Theme.primary
                    x: -width / 2
                    anchors.verticalCenter: parent.verticalCenter
                    anchors.verticalCenterOffset: -Theme.mm(5)
                    Accessible.ignored: true
                }
            }
        }
    }
}
