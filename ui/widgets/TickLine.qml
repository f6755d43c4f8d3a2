import QtQuick
import Komado
import "../theme"

// Something to tick: a box, a name, a detail; `shown` and `hidden` say in words what a tick means. `single`: one of the
// list alone can be ticked, its box is round.
Pressable {
    id: line
    required property string key
    property string detail: ""
    property string shown: ""
    property string hidden: ""
    property bool grave: false
    property bool single: false
    property real nameEm: 8.5
    readonly property bool ticked: Kiosk.ticked.indexOf(key) >= 0

    ground: ticked ? Theme.primaryTint : Theme.surface
    edge: ticked ? Theme.primary : Theme.border
    edgeWidth: ticked ? 1 : 0.5
    corner: 3.5
    Accessible.role: single ? Accessible.RadioButton : Accessible.CheckBox
    Accessible.checked: ticked
    Accessible.description: Kiosk.spoken(detail)
    onClicked: Kiosk.toggle(key)
    contentItem: Item {
        Rectangle {
            id: box
            width: Theme.mm(12)
            height: width
            radius: line.single ? width / 2 : Theme.mm(2)
            anchors.left: parent.left
            anchors.leftMargin: Theme.mm(5)
            anchors.verticalCenter: parent.verticalCenter
            color: line.ticked ? Theme.primary : Theme.surface
            border.width: Theme.mm(0.8)
            border.color: line.ticked ? Theme.primary : Theme.border
            OneLine {
                anchors.centerIn: parent
                words: line.ticked ? "✓" : ""
                em: 9
                font.bold: true
                color: Theme.inkOnPrimary
                Accessible.ignored: true
            }
        }
        Column {
            anchors.left: box.right
            anchors.leftMargin: Theme.mm(5)
            anchors.right: parent.right
            anchors.rightMargin: Theme.mm(5)
            anchors.verticalCenter: parent.verticalCenter

            Item {
                width: parent.width
                height: name.implicitHeight
                Prose {
                    id: name
                    words: line.text
                    em: line.text.length > 20 ? Math.min(line.nameEm, 7.5) : line.nameEm
                    leading: 1.24
                    font.bold: true
                    width: parent.width - (meaning.visible ? meaning.width + Theme.mm(3) : 0)
                    Accessible.ignored: true
                }
                OneLine {
                    id: meaning
                    words: line.ticked ? line.shown : line.hidden
                    em: 6.6
                    font.bold: line.ticked
                    color: line.ticked ? Theme.primary : Theme.inkSoft
                    anchors.right: parent.right
                    anchors.verticalCenter: parent.verticalCenter
                    Accessible.ignored: true
                }
            }
            Prose {
                words: line.detail
                em: Theme.small
                leading: 1.2
                color: line.grave && line.ticked ? Theme.warn : Theme.inkSoft
                font.bold: line.grave && line.ticked
                width: parent.width
                Accessible.ignored: true
            }
        }
    }
}
