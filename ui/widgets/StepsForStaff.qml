import QtQuick
import "../theme"
import "pictures"

// What is wrong and what to do, step by step, with the part of the machine lit.
Item {
    id: page
    property string title: ""
    property string what: ""
    property string code: ""
    property string call: ""
    property string part: ""
    property string after: ""
    property var steps: []

    Rectangle {
        id: frame
        width: Theme.mm(100)
        anchors.left: parent.left
        anchors.leftMargin: Theme.mm(Theme.margin)
        anchors.top: parent.top
        anchors.topMargin: Theme.mm(8)
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.mm(4)
        radius: Theme.mm(5)
        color: Theme.attentionTint
        CopierPicture {
            anchors.fill: parent
            anchors.margins: Theme.mm(6)
            part: page.part
        }
    }
    Column {
        anchors.left: frame.right
        anchors.leftMargin: Theme.mm(8)
        anchors.right: parent.right
        anchors.rightMargin: Theme.mm(Theme.margin)
        anchors.verticalCenter: frame.verticalCenter
        spacing: Theme.mm(4)

        OneLine {
            words: page.title
            em: 7.5
            color: Theme.inkSoft
            width: parent.width
        }
        Prose {
            words: page.what
            em: 11
            font.bold: true
            width: parent.width
            leading: 1.2
        }
        Repeater {
            model: page.steps
            delegate: Row {
                id: step
                required property int index
                required property string modelData
                spacing: Theme.mm(4)
                Rectangle {
                    width: Theme.mm(11)
                    height: width
                    radius: width / 2
                    color: Theme.primary
                    OneLine {
                        anchors.centerIn: parent
                        words: String(step.index + 1)
                        em: 7.5
                        font.bold: true
                        color: Theme.inkOnPrimary
                        Accessible.ignored: true
                    }
                }
                Prose {
                    words: step.modelData
                    em: 8
                    width: page.width - frame.width - Theme.mm(2 * Theme.margin + 8 + 15)
                    anchors.verticalCenter: parent.verticalCenter
                    leading: 1.3
                }
            }
        }
        Prose {
            words: page.after
            width: parent.width
            font.bold: true
            color: Theme.good
        }
        OneLine {
            words: page.code + "　" + page.call
            em: Theme.small
            color: Theme.inkSoft
            width: parent.width
        }
    }
}
